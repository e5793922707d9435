import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

type Parameter = readonly [value: string, set: (value: string) => void];

function useAddress(name: string, replace: boolean): Parameter {
  const [parameters, setParameters] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setParameters(
        (before) => {
          if (value) before.set(name, value);
          else before.delete(name);
          return before;
        },
        { replace, preventScrollReset: true },
      ),
    [name, replace, setParameters],
  );
  return [parameters.get(name) ?? '', set];
}

/** A parameter of the address, empty where there is none, and what sets it without a new entry in the history: for what is typed. */
export const useParameter = (name: string): Parameter => useAddress(name, true);

/** The same for what is chosen: a step back takes it away again. */
export const useChoice = (name: string): Parameter => useAddress(name, false);
