package io.dragoman.stream.app;

import io.dragoman.stream.cluster.ClusterClients;
import io.dragoman.stream.config.DragomanConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks at start that the broker answers and that every topic is there, and creates the missing ones where that is allowed. */
final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

    private final DragomanConfiguration configuration;
    private final Duration timeout;

    TopicSetup(DragomanConfiguration configuration) {
        this.configuration = configuration;
        this.timeout = configuration.lifecycle().startTimeout();
    }

    /**
     * Checks and creates.
     *
     * @return the most bytes a dead letter's key and value may have, as configured or as its topic allows
     * @throws SetupException with one message for all that is missing
     */
    int prepare() {
        try (Admin admin = connect()) {
            List<String> missing = missing(admin);
            if (!missing.isEmpty() && !configuration.topics().create()) {
                throw new SetupException(
                        "Found no topic " + String.join(", ", missing) + " at " + brokers()
                                + "; expected them to exist, because topics.create is false. Create them, or set topics.create: true");
            }
            for (String topic : missing) {
                create(admin, topic);
            }
            return deadLetterBytes(admin);
        }
    }

    private Admin connect() {
        try {
            return ClusterClients.admin(configuration.kafka(), timeout);
        } catch (KafkaException e) {
            throw SetupException.ofKafka(
                    "Found settings in the section kafka (bootstrap.servers " + brokers()
                            + ") with which no client can be made",
                    e,
                    configuration.kafka());
        }
    }

    private List<String> missing(Admin admin) {
        List<String> topics = new ArrayList<>(configuration.input().topics());
        topics.add(configuration.output().topic());
        topics.add(configuration.deadLetters().topic());
        List<String> missing = new ArrayList<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, description) -> {
            if (await(description, "describe topic " + topic).isEmpty()) {
                missing.add(topic);
            }
        });
        return topics.stream().filter(missing::contains).toList();
    }

    private void create(Admin admin, String topic) {
        NewTopic wanted = new NewTopic(
                topic,
                Optional.of(configuration.topics().partitions()),
                configuration.topics().replicationFactor() < 1
                        ? Optional.empty()
                        : Optional.of(configuration.topics().replicationFactor()));
        if (topic.equals(configuration.deadLetters().topic())) {
            int bytes = configuration.deadLetters().maxValueBytes() + StreamsSettings.HEADER_ROOM_BYTES;
            wanted.configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)));
        }
        await(admin.createTopics(List.of(wanted)).all(), "create topic " + topic);
    }

    private int deadLetterBytes(Admin admin) {
        int wanted = fitting(
                configuration.deadLetters().maxValueBytes(),
                StreamsSettings.maxRequestBytes(configuration),
                "The producer sends",
                "kafka.producer.max.request.size");
        ConfigResource resource = new ConfigResource(
                ConfigResource.Type.TOPIC, configuration.deadLetters().topic());
        try {
            ConfigEntry entry = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .getOrDefault(resource, new org.apache.kafka.clients.admin.Config(List.of()))
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            return entry == null
                    ? wanted
                    : fitting(
                            wanted,
                            Integer.parseInt(entry.value()),
                            "Topic " + configuration.deadLetters().topic() + " takes",
                            "its " + TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        } catch (ExecutionException | TimeoutException | NumberFormatException e) {
            return wanted; // Not everyone may read a topic's configuration; one made here takes as much.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupException("Interrupted while checking topics", e);
        }
    }

    /** What is left of {@code allowed} beside the headers that a dead letter gets, or {@code wanted}. */
    private static int fitting(int wanted, int allowed, String who, String setting) {
        int fits = Math.max(1_000, allowed - StreamsSettings.HEADER_ROOM_BYTES / 4);
        if (fits < wanted) {
            LOG.warn(
                    "{} records of {} bytes: longer dead letters than {} bytes are cut to that. Raise {} to {} to keep {} bytes",
                    who,
                    allowed,
                    fits,
                    setting,
                    wanted + StreamsSettings.HEADER_ROOM_BYTES,
                    wanted);
        }
        return Math.min(wanted, fits);
    }

    /** The result, or empty where the topic does not exist. */
    private <T> Optional<T> await(KafkaFuture<T> future, String purpose) {
        try {
            return Optional.ofNullable(future.get(timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupException("Interrupted while checking topics", e);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException || cause instanceof TopicExistsException) {
                return Optional.empty();
            }
            if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw unreachable(cause);
            }
            if (cause instanceof AuthorizationException) {
                throw new SetupException(
                        "Not allowed to " + purpose + " at " + brokers()
                                + ". Grant the right, or create the topic and set topics.create: false ("
                                + cause.getMessage() + ")",
                        cause);
            }
            throw new SetupException("Could not " + purpose + " at " + brokers() + ": " + cause.getMessage(), cause);
        }
    }

    private SetupException unreachable(Throwable cause) {
        return new SetupException(
                "Found no Kafka broker that answers at " + brokers() + " within " + timeout.toMillis()
                        + " ms; expected one. Check kafka.bootstrap.servers and the network, or raise start.timeout",
                cause);
    }

    private String brokers() {
        return configuration.kafka().getOrDefault("bootstrap.servers", "");
    }
}
