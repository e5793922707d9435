import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef } from 'react';

/** What is done at which key, as `KeyboardEvent.key` calls it. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const FIELDS =
  'textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button]), [role=dialog], [role=listbox], [role=menu]';

/** Whether somebody types, or is asked something. */
const isTaken = ({ target, isComposing }: KeyboardEvent): boolean =>
  isComposing || (target instanceof Element && target.closest(FIELDS) !== null) || document.querySelector('[aria-modal=true]') !== null;

/** Whether the viewer wants keys to do something by themselves (WCAG 2.2, 2.1.4), as this browser keeps it. */
export function useShortcutsSetting() {
  const [setting, set] = useLocalStorage<'on' | 'off'>({
    key: 'clientele.shortcuts',
    defaultValue: 'on',
    getInitialValueInEffect: false,
    deserialize: (text) => (text === '"off"' ? 'off' : 'on'),
  });
  return [setting === 'on', (isOn: boolean) => set(isOn ? 'on' : 'off')] as const;
}

/** Does what belongs to a key when that is pressed while nobody types. `Escape` works also where the others are switched off. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const [isOn] = useShortcutsSetting();
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const act = Object.hasOwn(current.current, event.key) && (isOn || event.key === 'Escape') ? current.current[event.key] : undefined;
      if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [isOn]);
}
