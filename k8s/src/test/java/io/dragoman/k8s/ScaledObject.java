package io.dragoman.k8s;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KEDA's {@code keda.sh/v1alpha1} ScaledObject, written after its CRD (no model of it is published for Java). */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(
            ScaleTargetRef scaleTargetRef,
            @Nullable Integer pollingInterval,
            @Nullable Integer initialCooldownPeriod,
            @Nullable Integer cooldownPeriod,
            @Nullable Integer idleReplicaCount,
            @Nullable Integer minReplicaCount,
            @Nullable Integer maxReplicaCount,
            @Nullable Fallback fallback,
            @Nullable Advanced advanced,
            List<Trigger> triggers) {}

    record ScaleTargetRef(
            @Nullable String apiVersion,
            @Nullable String kind,
            String name,
            @Nullable String envSourceContainerName) {}

    record Fallback(
            int failureThreshold, int replicas, @Nullable String behavior) {}

    record Advanced(
            @Nullable Boolean restoreToOriginalReplicaCount,
            @Nullable HorizontalPodAutoscalerConfig horizontalPodAutoscalerConfig,
            @Nullable ScalingModifiers scalingModifiers) {}

    record HorizontalPodAutoscalerConfig(
            @Nullable String name, @Nullable HorizontalPodAutoscalerBehavior behavior) {}

    record ScalingModifiers(
            @Nullable String formula,
            @Nullable String target,
            @Nullable String activationTarget,
            @Nullable String metricType) {}

    record Trigger(
            String type,
            @Nullable String name,
            @Nullable String metricType,
            @Nullable Boolean useCachedMetrics,
            @Nullable AuthenticationRef authenticationRef,
            Map<String, String> metadata) {}

    record AuthenticationRef(String name, @Nullable String kind) {}
}
