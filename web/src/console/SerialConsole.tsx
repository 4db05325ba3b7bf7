import { Button, Flex, FlexItem, Label } from '@patternfly/react-core';
import ExternalLinkAltIcon from '@patternfly/react-icons/dist/esm/icons/external-link-alt-icon';
import ExpandIcon from '@patternfly/react-icons/dist/esm/icons/expand-icon';
import { useCallback, useEffect, useRef } from 'react';
import type { Machine } from '../api/types';
import { consoleRefusal } from '../machines/machineState';
import { useRights } from '../projects/rights';
import { ConsoleCurtain } from './ConsoleCurtain';
import type { createTerminal } from './terminal';
import { useConsole } from './useConsole';

/** A machine's serial console as a terminal. */
export function SerialConsole({ machine, isBare = false }: { machine: Machine; isBare?: boolean }) {
  const rights = useRights();
  const frame = useRef<HTMLDivElement>(null);
  const target = useRef<HTMLDivElement>(null);
  const wayBack = useRef<HTMLButtonElement>(null);
  const terminal = useRef<ReturnType<typeof createTerminal>>(undefined);

  const load = useCallback(async () => {
    const module = await import('./terminal');
    if (target.current === null) throw new Error('The console is no longer on the page.');
    terminal.current ??= module.createTerminal(target.current, () => wayBack.current?.focus());
    return terminal.current.attach;
  }, []);
  useEffect(
    () => () => {
      terminal.current?.dispose();
      terminal.current = undefined;
    },
    [],
  );
  const { phase, reconnect } = useConsole(machine.id, 'SERIAL', consoleRefusal(machine, rights) === undefined, load);

  return (
    <div className={isBare ? 'pando-console pando-console-bare' : 'pando-console'} ref={frame} data-testid="serial">
      <Flex className="pando-console-tools" gap={{ default: 'gapSm' }} role="toolbar" aria-label="Serial console">
        <Button
          ref={wayBack}
          variant="secondary"
          size="sm"
          icon={<ExpandIcon />}
          onClick={() =>
            void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen())
          }
        >
          Full screen
        </Button>
        {!isBare && (
          <Button
            variant="link"
            size="sm"
            component="a"
            href={`/machines/${machine.id}/console?kind=serial`}
            target="_blank"
            rel="noopener"
            icon={<ExternalLinkAltIcon />}
            iconPosition="end"
          >
            Own window
          </Button>
        )}
        <FlexItem align={{ default: 'alignRight' }}>
          <Label
            isCompact
            status={phase.name === 'connected' ? 'success' : undefined}
            color="grey"
            data-testid="serial-phase"
            data-phase={phase.name}
          >
            {phase.name === 'connected' ? 'Connected' : 'Not connected'}
          </Label>
        </FlexItem>
      </Flex>
      <div
        className="pando-screen pando-terminal"
        role="group"
        aria-label={`Serial console of ${machine.name}`}
        aria-describedby="serial-keys"
      >
        <div ref={target} className="pando-screen-target" data-testid="serial-terminal" />
        <ConsoleCurtain machine={machine} phase={phase} onReconnect={reconnect} />
      </div>
      <p id="serial-keys" className="pando-secondary pando-console-keys">
        Keys go to the machine while the terminal has the focus. <kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>Shift</kbd> gives
        them back to the page. A quiet line shows nothing: <kbd>Enter</kbd> brings back its prompt.
      </p>
    </div>
  );
}
