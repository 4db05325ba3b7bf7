package io.pando.web;

import io.pando.api.Fault;
import io.pando.problem.ProblemException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Refuses requests that lack a field which the record does not declare {@link Nullable}, all such fields at once. Services may rely
 * on it: what the compiler believes of a record is true of one that came in.
 */
@ControllerAdvice
final class MissingFields extends RequestBodyAdviceAdapter {

    @Override
    public boolean supports(
            MethodParameter parameter, Type target, Class<? extends HttpMessageConverter<?>> converter) {
        return target instanceof Class<?> type && type.isRecord();
    }

    @Override
    public Object afterBodyRead(
            @Nullable Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converter) {
        if (body == null) {
            // What JSON calls null.
            throw JsonFaults.missing();
        }
        List<Fault> faults = new ArrayList<>();
        record(body, "", faults);
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
        return body;
    }

    private static void record(Object record, String prefix, List<Fault> faults) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            value(read(record, component), component.getAnnotatedType(), prefix + component.getName(), faults);
        }
    }

    private static void value(@Nullable Object value, AnnotatedType type, String path, List<Fault> faults) {
        if (value == null) {
            if (!type.isAnnotationPresent(Nullable.class)) {
                faults.add(new Fault(path, "The field %s is missing.".formatted(path), null));
            }
        } else if (value instanceof List<?> list && type instanceof AnnotatedParameterizedType parameterized) {
            AnnotatedType element = parameterized.getAnnotatedActualTypeArguments()[0];
            for (int i = 0; i < list.size(); i++) {
                value(list.get(i), element, path + "[" + i + "]", faults);
            }
        } else if (value instanceof Record record) {
            record(record, path + ".", faults);
        }
    }

    private static @Nullable Object read(Object record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("The record %s cannot be read".formatted(record.getClass()), failure);
        }
    }
}
