import { useCallback, useState } from 'react';
import type { Listed } from './operations.ts';
import { isPickable } from './Row.tsx';

const NONE: ReadonlySet<string> = new Set();

/** Which applications are selected: of those that are shown alone, so that nothing is done to what nobody sees. */
export function usePicked(applications: readonly Listed[]) {
  const [ids, setIds] = useState(NONE);
  const pick = useCallback(
    (id: string, isPicked: boolean) =>
      setIds((before) => {
        const next = new Set(before);
        if (isPicked) next.add(id);
        else next.delete(id);
        return next;
      }),
    [],
  );
  return {
    ids,
    picked: applications.filter(({ id }) => ids.has(id)),
    pick,
    pickAll: (isPicked: boolean) => setIds(isPicked ? new Set(applications.filter(isPickable).map(({ id }) => id)) : NONE),
    /** These are selected no more. */
    drop: (gone: readonly string[]) => setIds((before) => new Set([...before].filter((id) => !gone.includes(id)))),
    clear: useCallback(() => setIds(NONE), []),
  };
}
