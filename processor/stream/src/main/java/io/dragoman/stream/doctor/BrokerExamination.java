package io.dragoman.stream.doctor;

import io.dragoman.stream.cluster.ClusterClients;
import io.dragoman.stream.config.DragomanConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** The cluster, the topics with our rights on them, the consumer group and the right to write in transactions. */
final class BrokerExamination implements Examination {
    private final DragomanConfiguration configuration;
    private final Map<String, String> kafka;
    private final Duration timeout;

    BrokerExamination(DragomanConfiguration configuration) {
        this.configuration = configuration;
        this.kafka = configuration.kafka();
        this.timeout = configuration.lifecycle().startTimeout();
    }

    @Override
    public String subject() {
        return "broker " + kafka.getOrDefault("bootstrap.servers", "");
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try (Admin admin = ClusterClients.admin(kafka, timeout)) {
            DescribeClusterResult cluster = admin.describeCluster();
            int brokers = answer(cluster.nodes()).size();
            findings.add(Finding.ok(
                    subject(), "answers, %d brokers, cluster %s".formatted(brokers, answer(cluster.clusterId()))));
            roles().forEach((topic, needed) -> findings.addAll(topic(admin, topic, needed, brokers)));
            findings.add(group(admin));
            findings.add(transactions());
        } catch (Unanswered e) {
            findings.add(unreached(String.valueOf(e.getMessage())));
        } catch (KafkaException e) {
            findings.add(unreached(ClusterClients.refusal(e, kafka)));
        }
        return findings;
    }

    private Finding unreached(String found) {
        return Finding.failed(subject(), found, "check kafka.bootstrap.servers, its security settings and the network");
    }

    /** What each topic is needed for; one that is input and output needs both. */
    private Map<String, Set<AclOperation>> roles() {
        Map<String, Set<AclOperation>> roles = new LinkedHashMap<>();
        configuration.input().topics().forEach(topic -> need(roles, topic, AclOperation.READ));
        need(roles, configuration.output().topic(), AclOperation.WRITE);
        need(roles, configuration.deadLetters().topic(), AclOperation.WRITE);
        return roles;
    }

    private static void need(Map<String, Set<AclOperation>> roles, String topic, AclOperation operation) {
        roles.computeIfAbsent(topic, none -> new TreeSet<>()).add(operation);
    }

    private List<Finding> topic(Admin admin, String topic, Set<AclOperation> needed, int brokers) {
        String subject = "topic " + topic;
        try {
            TopicDescription description = answer(
                    admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get(topic));
            int replicas = description.partitions().getFirst().replicas().size();
            String found = "%d partitions, %d replicas"
                    .formatted(description.partitions().size(), replicas);
            Set<AclOperation> missing = missing(needed, description.authorizedOperations());
            List<Finding> findings = new ArrayList<>();
            if (!missing.isEmpty()) {
                findings.add(Finding.failed(subject, found + ", but no right to " + missing, "grant it"));
            } else if (replicas == 1 && brokers > 1) {
                findings.add(Finding.warning(subject, found, "one broker that fails takes it away: add replicas"));
            } else {
                findings.add(Finding.ok(subject, found));
            }
            settings(admin, topic, needed).ifPresent(findings::add);
            return findings;
        } catch (Unanswered e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of(absent(subject));
            }
            return List.of(Finding.failed(subject, String.valueOf(e.getMessage()), "grant DESCRIBE"));
        }
    }

    private Finding absent(String subject) {
        return configuration.topics().create()
                ? Finding.ok(subject, "is not there yet; the first start creates it")
                : Finding.failed(subject, "is not there, and topics.create is false", "create it");
    }

    /** Settings of a topic we write that would refuse some of our records. */
    private Optional<Finding> settings(Admin admin, String topic, Set<AclOperation> needed) {
        if (!needed.contains(AclOperation.WRITE)) {
            return Optional.empty();
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config;
        try {
            config = answer(admin.describeConfigs(List.of(resource)).values().get(resource));
        } catch (Unanswered e) {
            return Optional.of(Finding.skipped("settings of " + topic, "no right to see them"));
        }
        ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            return Optional.of(Finding.warning(
                    "settings of " + topic,
                    "cleanup.policy is " + policy.value(),
                    "a compacted topic refuses records without a key: use delete"));
        }
        ConfigEntry most = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        int wanted = configuration.deadLetters().maxValueBytes();
        boolean deadLetters = topic.equals(configuration.deadLetters().topic());
        if (deadLetters && most != null && Long.parseLong(most.value()) < wanted) {
            return Optional.of(Finding.warning(
                    "settings of " + topic,
                    "max.message.bytes is " + most.value(),
                    "longer dead letters are cut: raise it above " + wanted
                            + ", or lower dead-letters.max-value-bytes"));
        }
        return Optional.empty();
    }

    private Finding group(Admin admin) {
        String group = kafka.getOrDefault(StreamsConfig.APPLICATION_ID_CONFIG, "");
        String subject = "group " + group;
        try {
            ConsumerGroupDescription description = answer(admin.describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(group));
            Set<AclOperation> missing = missing(Set.of(AclOperation.READ), description.authorizedOperations());
            return missing.isEmpty()
                    ? Finding.ok(
                            subject,
                            "%d members now".formatted(description.members().size()))
                    : Finding.failed(subject, "no right to " + missing, "grant it");
        } catch (Unanswered e) {
            return e.getCause() instanceof GroupIdNotFoundException
                    ? Finding.ok(subject, "is not there yet; the first start makes it")
                    : Finding.failed(subject, String.valueOf(e.getMessage()), "grant READ and DESCRIBE");
        }
    }

    /** Transactional ids begin with the application id; initialising one of ours writes no record. */
    private Finding transactions() {
        if (!configuration.exactlyOnce()) {
            return Finding.ok("transactions", "are not used (at_least_once)");
        }
        String id = kafka.getOrDefault(StreamsConfig.APPLICATION_ID_CONFIG, "") + "-doctor";
        try (KafkaProducer<byte[], byte[]> producer = ClusterClients.producer(kafka, id, timeout)) {
            producer.initTransactions();
            return Finding.ok("transactions", "may be made");
        } catch (KafkaException e) {
            return Finding.failed(
                    "transactions",
                    String.valueOf(e.getMessage()),
                    "grant WRITE and DESCRIBE on transactional ids that begin with the application id");
        }
    }

    private static Set<AclOperation> missing(Set<AclOperation> needed, @Nullable Collection<AclOperation> granted) {
        Set<AclOperation> missing = new TreeSet<>(needed);
        if (granted == null || granted.contains(AclOperation.ALL)) {
            return Set.of(); // the cluster has no authorizer, or all is granted
        }
        missing.removeAll(granted);
        return missing;
    }

    private <T> T answer(@Nullable KafkaFuture<T> future) {
        if (future == null) {
            throw new Unanswered(new IllegalStateException("the cluster left it out of its answer"));
        }
        try {
            return future.get(timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Unanswered(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new Unanswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unanswered(e);
        }
    }

    /** The cluster did not answer, or answered no. */
    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unanswered(Throwable cause) {
            super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        }
    }
}
