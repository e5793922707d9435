export { Nothing as Page } from '../../components/Nothing.tsx';
