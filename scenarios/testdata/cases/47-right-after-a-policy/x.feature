Feature: What the API server enforces

  Scenario: A policy, and right after it what it forbids
    When the manifest "policy.yaml" is applied
    Then applying the manifest "unowned.yaml" is rejected with "name an owner"

  Scenario: A policy that forbids something else
    When the manifest "other-policy.yaml" is applied
    Then applying the manifest "elsewhere.yaml" is rejected with "name an owner"

  Scenario: A policy that has been deleted
    Given the manifest "deleted-policy.yaml" is applied
    When validatingadmissionpolicybinding "gherkind-case-deleted" is deleted
    And the manifest "freed.yaml" is applied
    Then configmap "freed" exists

  Scenario: A limit range, and right after it a pod below it
    Given the manifest "roomy.yaml" is applied
    When this manifest is applied:
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: sizes}
      spec: {limits: [{type: Container, min: {memory: 64Mi}}]}
      """
    Then applying the manifest "small.yaml" is rejected with "minimum memory usage"

  Scenario: A priority class, and its pod
    When this manifest is applied:
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: gherkind-case}
      value: 1
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: urgent}
      spec: {priorityClassName: gherkind-case, containers: [{name: main, image: busybox, command: [sleep, "600"]}]}
      """
    Then pod "urgent" has "1" at "{.spec.priority}"
