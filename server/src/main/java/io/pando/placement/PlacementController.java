package io.pando.placement;

import io.pando.access.Costs;
import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.PlacementSimulation;
import io.pando.api.SimulatePlacement;
import io.pando.api.TokenRight;
import io.pando.event.Deed;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Placement over HTTP. */
@RestController
@RequestMapping("/api/v1/placement")
class PlacementController {
    private final Rules rules;

    PlacementController(Rules rules) {
        this.rules = rules;
    }

    /** Says where machines would go, on hosts that need not exist. Changes nothing, and looks at nothing but what it is sent. */
    @PostMapping("/simulations")
    @Requires(value = Right.SIGNED_IN, token = TokenRight.READ)
    @Costs(30)
    PlacementSimulation simulate(@RequestBody SimulatePlacement wanted) {
        PlacementSimulation simulated = Simulation.of(wanted, rules).run();
        Deed.present().looking();
        return simulated;
    }
}
