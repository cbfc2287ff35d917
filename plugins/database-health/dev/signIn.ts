/** There is no backend to sign in with: enter as the guest of the browser. */
export function enterAsGuest(): void {
  localStorage.setItem('enableLegacyGuestToken', 'true');
  localStorage.setItem('@backstage/core:SignInPage:provider', 'guest');
}
