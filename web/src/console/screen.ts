import RFB from '@novnc/novnc';
import { altGrKey, shiftKey, type Keystroke } from './keystrokes';
import type { Attach } from './useConsole';

/** What the toolbar may do with a screen while it is connected. */
export interface Screen {
  focus: () => void;
  release: () => void;
  ctrlAltDel: () => void;
  fit: (fit: boolean) => void;
  press: (stroke: Keystroke) => void;
}

const modifiers: [number, string][] = [
  [0xffe3, 'ControlLeft'],
  [0xffe4, 'ControlRight'],
  [0xffe9, 'AltLeft'],
  [0xffea, 'AltRight'],
  [0xffe1, 'ShiftLeft'],
  [0xffe2, 'ShiftRight'],
];

function screenOf(rfb: RFB): Screen {
  return {
    focus: () => rfb.focus(),
    release: () => {
      rfb.blur();
      // The chord that led out was pressed within the screen but is let go of outside.
      for (const [keysym, code] of modifiers) rfb.sendKey(keysym, code, false);
    },
    ctrlAltDel: () => rfb.sendCtrlAltDel(),
    fit: (fit) => {
      rfb.scaleViewport = fit;
    },
    press: ({ keysym, code, shift, altGr }) => {
      if (altGr) rfb.sendKey(altGrKey.keysym, altGrKey.code, true);
      if (shift) rfb.sendKey(shiftKey.keysym, shiftKey.code, true);
      rfb.sendKey(keysym, code);
      if (altGr) rfb.sendKey(altGrKey.keysym, altGrKey.code, false);
      if (shift) rfb.sendKey(shiftKey.keysym, shiftKey.code, false);
    },
  };
}

/** Shows a machine's screen within an element. */
export function attachScreen(
  target: HTMLElement,
  fit: () => boolean,
  onScreen: (screen: Screen | undefined) => void,
): Attach {
  return (socket, onReady) => {
    const rfb = new RFB(target, socket, { shared: true });
    rfb.background = 'transparent';
    rfb.scaleViewport = fit();
    const screen = screenOf(rfb);
    rfb.addEventListener('connect', () => {
      onScreen(screen);
      onReady();
    });
    return () => {
      onScreen(undefined);
      rfb.disconnect();
    };
  };
}
