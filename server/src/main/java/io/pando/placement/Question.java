package io.pando.placement;

import java.util.List;

/**
 * Everything that a decision is made from.
 *
 * @param hosts in the order of their names
 */
public record Question(Demand demand, List<Candidate> hosts, Rules rules) {
    public Question {
        hosts = hosts.stream().sorted(Candidate.ORDER).toList();
    }

    /**
     * What this question can be told by: 64 hexadecimal digits, the same for equal questions on any computer. A record that has no room for
     * the whole question keeps this, and so shows later whether a question found elsewhere is the one that was asked.
     */
    public String digest() {
        return new Fingerprint().question(this).hexadecimal();
    }
}
