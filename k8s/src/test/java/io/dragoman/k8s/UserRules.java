package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The rules of the KafkaUser as Strimzi's operator would write them. */
final class UserRules {
    private UserRules() {}

    static List<AclBinding> of(Manifests manifests) {
        List<AclBinding> rules = new ArrayList<>();
        JsonNode acls = manifests.get("KafkaUser", "dragoman").at("/spec/authorization/acls");
        for (JsonNode acl : acls) {
            String type = acl.at("/resource/type").asText();
            ResourcePattern pattern = new ResourcePattern(
                    type.equals("transactionalId") ? ResourceType.TRANSACTIONAL_ID : ResourceType.fromString(type),
                    acl.at("/resource/name").asText(),
                    acl.at("/resource/patternType").asText().equals("prefix")
                            ? PatternType.PREFIXED
                            : PatternType.LITERAL);
            for (JsonNode operation : acl.path("operations")) {
                rules.add(new AclBinding(
                        pattern,
                        new AccessControlEntry(
                                "User:" + GuardedBroker.USER,
                                "*",
                                AclOperation.fromString(operation.asText().toUpperCase(Locale.ROOT)),
                                AclPermissionType.ALLOW)));
            }
        }
        return rules;
    }
}
