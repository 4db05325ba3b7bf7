import DesktopIcon from '@patternfly/react-icons/dist/esm/icons/desktop-icon';
import { useState } from 'react';
import type { Machine } from '../api/types';

/** The last picture of a machine's screen, or a quiet place where there is none. */
export function Thumbnail({ machine, width }: { machine: Machine; width: number }) {
  const [failedAt, setFailedAt] = useState<string>();
  const shown = machine.screenAt !== undefined && machine.screenAt !== failedAt;
  return (
    <span className="pando-thumbnail" style={{ inlineSize: `${width / 16}rem` }}>
      {shown ? (
        <img
          // The time makes the browser fetch the next picture when there is one.
          src={`/api/v1/machines/${machine.id}/screen?width=320&at=${encodeURIComponent(machine.screenAt ?? '')}`}
          alt=""
          loading="lazy"
          onError={() => setFailedAt(machine.screenAt)}
        />
      ) : (
        <DesktopIcon aria-hidden="true" />
      )}
    </span>
  );
}
