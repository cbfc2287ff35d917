import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/**
 * The values of one query parameter, and how to change them. A change takes
 * the place of the present entry in the browser's history.
 */
export function useUrlList(
  name: string,
): [values: string[], setValues: (values: string[]) => void] {
  const [search, setSearch] = useSearchParams();
  const setValues = useCallback(
    (values: string[]) =>
      setSearch(
        before => {
          const after = new URLSearchParams(before);
          after.delete(name);
          values.forEach(value => after.append(name, value));
          return after;
        },
        { replace: true },
      ),
    [name, setSearch],
  );
  return [search.getAll(name), setValues];
}

/** The value of one query parameter, and how to change it. */
export function useUrlValue(
  name: string,
): [value: string | undefined, setValue: (value?: string) => void] {
  const [[value], setValues] = useUrlList(name);
  const setValue = useCallback(
    (next?: string) => setValues(next ? [next] : []),
    [setValues],
  );
  return [value, setValue];
}
