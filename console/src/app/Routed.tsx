import { type DataRouter, RouterProvider } from 'react-router';

/**
 * Shows the page of an address.
 *
 * Without transitions: in one, a page is drawn for the next address while answers still draw it for the last one, and its queries
 * change their variables to and fro without end.
 */
export const Routed = ({ router }: { router: DataRouter }) => <RouterProvider router={router} useTransitions={false} />;
