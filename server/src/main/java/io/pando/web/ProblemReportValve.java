package io.pando.web;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Answers what Tomcat itself refuses, such as an address with forbidden characters, with a problem document instead of a page. */
final class ProblemReportValve extends ErrorReportValve {
    private static final String MALFORMED = """
            {"type":"urn:pando:problem:malformed-request","title":"The request could not be read","status":400,\
            "detail":"The request's address, method or headers are malformed.","faults":[]}""";
    private static final String FAILED = """
            {"type":"urn:pando:problem:internal","title":"Pando failed","status":500,\
            "detail":"Pando failed to answer.","help":"Try again.","faults":[]}""";

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        boolean callers = response.getStatus() < 500;
        response.setStatus(callers ? 400 : 500);
        try {
            response.setContentType("application/problem+json");
            response.setCharacterEncoding("UTF-8");
            response.setHeader("X-Content-Type-Options", "nosniff");
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(callers ? MALFORMED : FAILED);
                response.finishResponse();
            }
        } catch (IOException gone) {
            // Nobody is left to be told.
            container.getLogger().debug("The caller has gone", gone);
        }
    }
}
