import { Skeleton } from './Skeleton.tsx';

/** Stands where a list will be. */
export const ListSkeleton = () => (
  <div className="stack" aria-hidden>
    {Array.from({ length: 8 }, (_, index) => (
      <Skeleton key={index} height={40} />
    ))}
  </div>
);
