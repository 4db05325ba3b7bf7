package io.pando.web;

import io.pando.access.Requires;
import io.pando.access.Right;
import io.pando.api.Problem;
import io.pando.api.ProblemType;
import io.pando.problem.ProblemException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers requests that failed before or after Pando's own code, in a filter or in the servlet container. */
@RestController
class FailedRequestController implements ErrorController {

    @RequestMapping("/error")
    @Requires(Right.ANYONE)
    ResponseEntity<Problem> answer(HttpServletRequest request) {
        @Nullable Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ProblemException refusal = ProblemAdvice.ofStatus(status instanceof Integer code ? code : 404, request);
        if (refusal.type() == ProblemType.INTERNAL) {
            @Nullable Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
            refusal = ProblemAdvice.incident(failure instanceof Throwable thrown ? thrown : null, request);
        }
        return ProblemAdvice.answer(refusal);
    }
}
