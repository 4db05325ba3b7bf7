@NullMarked
package io.pando.provisioning;

import org.jspecify.annotations.NullMarked;
