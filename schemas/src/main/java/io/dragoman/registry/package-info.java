/**
 * The Confluent Schema Registry protocol and wire format, over Kafka's own {@link
 * org.apache.kafka.common.serialization.Serde}.
 *
 * <p>A message is the byte 0, the schema id as a big-endian int32 and the Avro binary body. The client asks the registry
 * for schemas by id and for ids by schema, and keeps both in bounded caches.
 */
@NullMarked
package io.dragoman.registry;

import org.jspecify.annotations.NullMarked;
