/** Stands where something will be. @param height,width in pixels, or as CSS says it; the width is that of what it is in, unless it is given */
export const Skeleton = ({ height, width }: { height: number | string; width?: number }) => (
  <div className="skeleton" aria-hidden style={{ height, width }} />
);
