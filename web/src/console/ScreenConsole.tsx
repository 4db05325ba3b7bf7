import { Button, Flex, FlexItem, Label, Progress, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import ExpandIcon from '@patternfly/react-icons/dist/esm/icons/expand-icon';
import ExternalLinkAltIcon from '@patternfly/react-icons/dist/esm/icons/external-link-alt-icon';
import KeyboardIcon from '@patternfly/react-icons/dist/esm/icons/keyboard-icon';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import type { Machine } from '../api/types';
import { consoleRefusal } from '../machines/machineState';
import { useRights } from '../projects/rights';
import { AllowedButton } from '../shell/AllowedButton';
import { useStoredFlag, useStoredText } from '../shell/stored';
import { ConsoleCurtain } from './ConsoleCurtain';
import type { Keystroke } from './keystrokes';
import { isLayoutName, type LayoutName } from './layouts';
import type { Screen } from './screen';
import { TypeText } from './TypeText';
import { typeKeys } from './typing';
import { isWayOut, useConsole } from './useConsole';

interface Properties {
  machine: Machine;
  /** In a window of its own: no way to open another one, and as high as the window. */
  isBare?: boolean;
}

/** A machine's screen, live, with keyboard and mouse. */
export function ScreenConsole({ machine, isBare = false }: Properties) {
  const rights = useRights();
  const frame = useRef<HTMLDivElement>(null);
  const target = useRef<HTMLDivElement>(null);
  const wayBack = useRef<HTMLButtonElement>(null);
  const [screen, setScreen] = useState<Screen>();
  const [fit, setFit] = useStoredFlag('console.fit', true);
  const fitNow = useRef(fit);
  const [asking, setAsking] = useState(false);
  const [layout, setLayout] = useLayout(machine.id);
  const typing = useTyping(screen);

  const load = useCallback(async () => {
    const { attachScreen } = await import('./screen');
    const element = target.current;
    if (element === null) throw new Error('The console is no longer on the page.');
    return attachScreen(element, () => fitNow.current, setScreen);
  }, []);
  const { phase, reconnect } = useConsole(machine.id, 'SCREEN', consoleRefusal(machine, rights) === undefined, load);
  const notConnected = screen === undefined ? 'The console is not connected.' : undefined;

  const scale = (chosen: boolean) => {
    setFit(chosen);
    fitNow.current = chosen;
    screen?.fit(chosen);
  };
  const leave = (event: ReactKeyboardEvent) => {
    if (!isWayOut(event.nativeEvent)) return;
    event.preventDefault();
    event.stopPropagation();
    screen?.release();
    wayBack.current?.focus();
  };
  const type = (strokes: Keystroke[]) => {
    setAsking(false);
    typing.start(strokes);
  };

  return (
    <div className={isBare ? 'pando-console pando-console-bare' : 'pando-console'} ref={frame} data-testid="console">
      <Flex className="pando-console-tools" gap={{ default: 'gapSm' }} role="toolbar" aria-label="Console">
        <AllowedButton
          ref={wayBack}
          variant="secondary"
          size="sm"
          reason={notConnected}
          onClick={() => setAsking(true)}
          icon={<KeyboardIcon />}
          data-testid="type-text"
        >
          Type text
        </AllowedButton>
        <AllowedButton
          variant="secondary"
          size="sm"
          reason={notConnected}
          onClick={() => screen?.ctrlAltDel()}
          data-testid="ctrl-alt-del"
        >
          Ctrl-Alt-Del
        </AllowedButton>
        <Button
          variant="secondary"
          size="sm"
          icon={<ExpandIcon />}
          onClick={() => toggleFullScreen(frame.current)}
          data-testid="full-screen"
        >
          Full screen
        </Button>
        <ToggleGroup aria-label="Size of the screen" isCompact>
          <ToggleGroupItem text="Fit" buttonId="scale-fit" isSelected={fit} onChange={() => scale(true)} />
          <ToggleGroupItem text="1:1" buttonId="scale-original" isSelected={!fit} onChange={() => scale(false)} />
        </ToggleGroup>
        {!isBare && (
          <Button
            variant="link"
            size="sm"
            component="a"
            href={`/machines/${machine.id}/console`}
            target="_blank"
            rel="noopener"
            icon={<ExternalLinkAltIcon />}
            iconPosition="end"
            data-testid="own-window"
          >
            Own window
          </Button>
        )}
        <FlexItem align={{ default: 'alignRight' }}>
          {typing.progress ? (
            <Flex gap={{ default: 'gapSm' }} flexWrap={{ default: 'nowrap' }}>
              <Progress
                className="pando-typing"
                size="sm"
                value={typing.progress.done}
                max={typing.progress.total}
                label={`${typing.progress.done} of ${typing.progress.total}`}
                aria-label="Typing"
              />
              <Button variant="link" size="sm" isInline onClick={typing.stop}>
                Stop typing
              </Button>
            </Flex>
          ) : (
            <Label
              isCompact
              status={phase.name === 'connected' ? 'success' : undefined}
              color="grey"
              data-testid="console-phase"
              data-phase={phase.name}
            >
              {phase.name === 'connected' ? 'Connected' : 'Not connected'}
            </Label>
          )}
        </FlexItem>
      </Flex>
      <div
        className={fit ? 'pando-screen' : 'pando-screen pando-screen-original'}
        role="application"
        aria-label={`Screen of ${machine.name}`}
        aria-describedby="console-keys"
        tabIndex={0}
        onFocus={(event) => {
          if (event.target === event.currentTarget) screen?.focus();
        }}
        onKeyDownCapture={leave}
      >
        <div ref={target} className="pando-screen-target" data-testid="console-screen" />
        <ConsoleCurtain machine={machine} phase={phase} onReconnect={reconnect} />
      </div>
      <p id="console-keys" className="pando-secondary pando-console-keys">
        Keys go to the machine while its screen has the focus. <kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>Shift</kbd> gives
        them back to the page.
      </p>
      {asking && <TypeText layout={layout} onLayout={setLayout} onType={type} onClose={() => setAsking(false)} />}
    </div>
  );
}

function toggleFullScreen(element: HTMLElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void element?.requestFullscreen();
}

/** The keyboard layout of a machine, as the person said it last; for another one, as it was said last of any. */
function useLayout(machine: string): [LayoutName, (layout: LayoutName) => void] {
  const [last, setLast] = useStoredText('console.layout', 'us');
  const [own, setOwn] = useStoredText(`console.layout.${machine}`, last);
  return [
    isLayoutName(own) ? own : 'us',
    (layout) => {
      setOwn(layout);
      setLast(layout);
    },
  ];
}

/** Types a text into the screen and tells how far it is. */
function useTyping(screen: Screen | undefined) {
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const running = useRef<AbortController>(undefined);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop, screen]);

  const start = (strokes: Keystroke[]) => {
    if (screen === undefined) return;
    stop();
    const controller = new AbortController();
    running.current = controller;
    setProgress({ done: 0, total: strokes.length });
    void typeKeys(
      strokes,
      screen.press,
      (done) => setProgress({ done, total: strokes.length }),
      controller.signal,
    ).then(() => {
      if (running.current !== controller) return;
      setProgress(undefined);
      screen.focus();
    });
  };
  return { progress, start, stop };
}
