package io.pando.guest;

import io.pando.api.GuestAccess;

class CustomisationByConsoleTest extends CustomisationOnQemu {
    CustomisationByConsoleTest() {
        super(GuestAccess.CONSOLE);
    }
}
