import './TabLinks.css';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';

interface TabLinksProps {
  readonly label: string;
  readonly tabs: readonly { readonly to: string; readonly label: string; readonly isHere: boolean }[];
}

/** The parts of a page as links: each has an address of its own. */
export function TabLinks({ label, tabs }: TabLinksProps) {
  const list = useRef<HTMLElement>(null);
  const here = tabs.find(({ isHere }) => isHere)?.to;
  // where they are wider than the window, that which is shown is among those that are seen
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (list.current && current && here)
      list.current.scrollLeft = current.offsetLeft - (list.current.clientWidth - current.offsetWidth) / 2;
  }, [here]);
  return (
    <nav ref={list} className="tab-links" aria-label={label}>
      {tabs.map(({ to, label, isHere }) => (
        <Link key={to} to={to} aria-current={isHere ? 'page' : undefined} preventScrollReset>
          {label}
        </Link>
      ))}
    </nav>
  );
}
