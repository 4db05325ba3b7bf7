declare module '@novnc/novnc' {
  /** The part of noVNC that this page uses; see docs/API.md in its package. */
  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: WebSocket, options?: { shared?: boolean });
    scaleViewport: boolean;
    clipViewport: boolean;
    focusOnClick: boolean;
    background: string;
    /** Presses or releases one key; does both when `down` is left out. */
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    sendCtrlAltDel(): void;
    focus(): void;
    blur(): void;
    disconnect(): void;
  }
}
