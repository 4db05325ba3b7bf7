package io.pando.libvirt;

import java.util.UUID;

/**
 * A guest agent that opened or closed its channel: {@code VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE}.
 *
 * @param connected whether the channel is open now; the agent may still need some milliseconds until it answers
 */
public record AgentEvent(UUID domain, String name, boolean connected) {}
