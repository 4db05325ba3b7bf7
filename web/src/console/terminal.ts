import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { isWayOut, type Attach } from './useConsole';

/**
 * Makes a terminal within an element that shows a serial console. What was there before is shown again by the server each
 * time it is attached.
 *
 * @param onWayOut called when the person takes the keyboard back
 */
export function createTerminal(
  target: HTMLElement,
  onWayOut: () => void,
): { attach: Attach; dispose: () => void; focus: () => void } {
  const terminal = new Terminal({
    cursorBlink: true,
    fontSize: 14,
    fontFamily: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace',
    scrollback: 5_000,
    theme: { background: '#151515', foreground: '#f2f2f2' },
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(target);
  terminal.attachCustomKeyEventHandler((event) => {
    if (!isWayOut(event)) return true;
    terminal.blur();
    onWayOut();
    return false;
  });
  const observer = new ResizeObserver(() => fit.fit());
  observer.observe(target);

  const attach: Attach = (socket, onReady) => {
    const encoder = new TextEncoder();
    const send = (bytes: Uint8Array<ArrayBuffer>) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    };
    socket.addEventListener('open', () => {
      terminal.reset();
      onReady();
    });
    socket.addEventListener('message', (event: MessageEvent<ArrayBuffer | string>) => {
      terminal.write(typeof event.data === 'string' ? event.data : new Uint8Array(event.data));
    });
    const typed = terminal.onData((text) => send(encoder.encode(text)));
    const bytes = terminal.onBinary((text) => send(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    return () => {
      typed.dispose();
      bytes.dispose();
      socket.close();
    };
  };

  return {
    attach,
    focus: () => terminal.focus(),
    dispose: () => {
      observer.disconnect();
      terminal.dispose();
    },
  };
}
