/**
 * Lines for a shell, each to be run after the one before, for the two kinds of
 * readers that there are.
 *
 * @public
 */
export interface ShellLines {
  /** As they are to be run: for those who may see details. */
  full: string;
  /**
   * With a placeholder for each folder of the machine: as long as nobody puts
   * the folder in, they run nothing.
   */
  withoutFolders: string;
}
