package io.pando.access;

import io.pando.configuration.PandoProperties;
import java.io.PrintStream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Makes the account that everything begins with, before the server answers. A password that Pando made up is printed to standard
 * output, once; never to the log, which is kept and passed on.
 */
@Component
final class FirstAdministrator implements SmartInitializingSingleton {
    static final String NAME = "admin";

    private final Users users;
    private final PandoProperties.Access settings;
    private final PrintStream output;

    @Autowired
    FirstAdministrator(Users users, PandoProperties properties) {
        this(users, properties.access(), System.out);
    }

    FirstAdministrator(Users users, PandoProperties.Access settings, PrintStream output) {
        this.users = users;
        this.settings = settings;
        this.output = output;
    }

    @Override
    public void afterSingletonsInstantiated() {
        String given = settings.administratorPassword();
        if (given != null && given.length() < Users.SHORTEST_PASSWORD) {
            throw new IllegalStateException("pando.access.administrator-password is too short: use at least "
                    + Users.SHORTEST_PASSWORD + " characters");
        }
        String password = given == null ? Secret.forPerson() : given;
        if (users.createFirst(NAME, password) && given == null) {
            output.printf("%nFirst administrator: name %s, password %s%nIt is shown this once.%n%n", NAME, password);
            output.flush();
        }
    }
}
