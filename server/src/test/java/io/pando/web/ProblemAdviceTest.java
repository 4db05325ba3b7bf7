package io.pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import io.pando.problem.ProblemTranslation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ProblemAdviceTest {
    private final ProblemAdvice advice =
            new ProblemAdvice(new StaticListableBeanFactory().getBeanProvider(ProblemTranslation.class));

    /** Spring takes any such words for the client's connection. */
    @Test
    void aHostThatHangsUpIsNoClientThatHangsUp() {
        Optional<ResponseEntity<Problem>> answer = answer(new ProblemException(
                ProblemType.HOST_UNREACHABLE,
                "The host does not answer.",
                null,
                List.of(),
                new IllegalStateException("Cannot recv data: Connection reset by peer")));

        assertThat(answer.orElseThrow().getStatusCode().value()).isEqualTo(503);
    }

    @Test
    void aClientThatHangsUpIsAnsweredNothing() {
        assertThat(answer(new IOException("Connection reset by peer"))).isEmpty();
    }

    private Optional<ResponseEntity<Problem>> answer(Throwable failure) {
        return Optional.ofNullable(advice.answer(failure, new MockHttpServletRequest(), new MockHttpServletResponse()));
    }
}
