import { useEffect, useState } from 'react';
import { pointInTime, since } from './format';

/** A point in time, told from now, with the exact one behind it. */
export function Since({ instant }: { instant: string }) {
  const now = useNow(20_000);
  return (
    <time dateTime={instant} title={pointInTime(instant)}>
      {since(instant, now)}
    </time>
  );
}

/** The present time, renewed every so many milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
