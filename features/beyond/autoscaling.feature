@addon:metrics-server
Feature: An autoscaler adds and removes pods by the CPU that they use
  metrics-server measures what each pod uses, in percent of what it requests.
  The autoscaler of a Deployment looks at that every 15 seconds.

  Scenario: A busy Deployment gets pods, up to the maximum
    Given throughout, there are at most 3 pods labelled "app=busy"
    When the manifest "beyond/busy.yaml" is applied
    Then horizontalpodautoscaler "busy" has "3" at "{.status.desiredReplicas}" within 2m
    And horizontalpodautoscaler "busy" has the event "SuccessfulRescale" saying "New size: 3; reason: cpu resource utilization (percentage of request) above target"
    And horizontalpodautoscaler "busy" has the condition "ScalingLimited" with status True and reason "TooManyReplicas"
    And deployment "busy" has 3 ready replicas

  Scenario: An idle Deployment loses pods, down to the minimum
    Given throughout, there are at most 3 pods labelled "app=idle"
    When the manifest "beyond/idle.yaml" is applied
    Then deployment "idle" has 3 ready replicas
    And horizontalpodautoscaler "idle" has "1" at "{.status.desiredReplicas}" within 2m
    And horizontalpodautoscaler "idle" has the event "SuccessfulRescale" saying "New size: 1; reason: All metrics below target"
    And horizontalpodautoscaler "idle" has the condition "ScalingLimited" with status True and reason "TooFewReplicas"
    And deployment "idle" has 1 ready replica
