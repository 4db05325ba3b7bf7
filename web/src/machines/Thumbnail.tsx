import DesktopIcon from '@patternfly/react-icons/dist/esm/icons/desktop-icon';
import { useEffect, useState } from 'react';
import type { Machine } from '../api/types';

/** The last picture of a machine's screen, or a quiet place where there is none. */
export function Thumbnail({ machine, width }: { machine: Machine; width: number }) {
  const picture = usePicture(machine);
  return (
    <span className="pando-thumbnail" style={{ inlineSize: `${width / 16}rem` }}>
      {picture === undefined ? <DesktopIcon aria-hidden="true" /> : <img src={picture} alt="" />}
    </span>
  );
}

/** Address of the last picture; the one before stays until the next one is there. */
function usePicture({ id, screenAt }: Machine): string | undefined {
  const [picture, setPicture] = useState<string>();
  useEffect(() => {
    if (screenAt === undefined) return;
    const ended = new AbortController();
    const take = async () => {
      // Its address never changes, and for one address browsers show one picture: so it is fetched by hand.
      const answer = await fetch(`/api/v1/machines/${id}/screen?width=320`, { signal: ended.signal });
      if (answer.ok) setPicture(URL.createObjectURL(await answer.blob()));
    };
    // The next picture is never far: a lost one is nothing to speak of.
    take().catch(() => undefined);
    return () => ended.abort();
  }, [id, screenAt]);
  useEffect(
    () => () => {
      if (picture !== undefined) URL.revokeObjectURL(picture);
    },
    [picture],
  );
  return picture;
}
