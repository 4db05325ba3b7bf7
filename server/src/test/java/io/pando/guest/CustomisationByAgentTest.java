package io.pando.guest;

import io.pando.api.GuestAccess;

class CustomisationByAgentTest extends CustomisationOnQemu {
    CustomisationByAgentTest() {
        super(GuestAccess.AGENT);
    }
}
