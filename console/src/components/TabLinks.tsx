import './TabLinks.css';
import { Link } from 'react-router';

interface TabLinksProps {
  readonly label: string;
  readonly tabs: readonly { readonly to: string; readonly label: string; readonly isHere: boolean }[];
}

/** The parts of a page as links: each has an address of its own. */
export function TabLinks({ label, tabs }: TabLinksProps) {
  return (
    <nav className="tab-links" aria-label={label}>
      {tabs.map(({ to, label, isHere }) => (
        <Link key={to} to={to} aria-current={isHere ? 'page' : undefined} preventScrollReset>
          {label}
        </Link>
      ))}
    </nav>
  );
}
