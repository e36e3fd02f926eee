package cli

// whatKilledRunsDo changes everything that a run can change: nodes and their machines, objects of many cluster-scoped kinds,
// objects that block deletions or reject requests, and a command that is still running. All names contain gherkind-killed.
const whatKilledRunsDo = `Feature: gherkind-killed
  @node:worker2
  Scenario: gherkind-killed objects
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: gherkind-killed-other}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: gherkind-killed-held, namespace: gherkind-killed-other, finalizers: [gherkind.invalid/held]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: gherkind-killed-role, finalizers: [gherkind.invalid/held]}
      ---
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: gherkind-killed-class}
      value: 7
      ---
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: gherkind-killed-storage}
      provisioner: gherkind.invalid/none
      ---
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: gherkind-killed-volume, finalizers: [gherkind.invalid/held]}
      spec:
        capacity: {storage: 1Mi}
        accessModes: [ReadWriteOnce]
        storageClassName: gherkind-killed-storage
        hostPath: {path: /tmp/gherkind-killed}
      ---
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: killeds.gherkind-killed.invalid}
      spec:
        group: gherkind-killed.invalid
        scope: Cluster
        names: {kind: Killed, plural: killeds, singular: killed}
        versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """
    And this manifest is applied:
      """
      apiVersion: gherkind-killed.invalid/v1
      kind: Killed
      metadata: {name: gherkind-killed-thing, finalizers: [gherkind.invalid/held]}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: gherkind-killed-webhook}
      webhooks:
        - name: refuses.gherkind-killed.invalid
          clientConfig: {url: "https://127.0.0.1:1/"}
          failurePolicy: Fail
          sideEffects: None
          timeoutSeconds: 1
          admissionReviewVersions: [v1]
          rules: [{apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE, DELETE], resources: [configmaps, clusterroles, persistentvolumes, killeds]}]
          objectSelector: {matchExpressions: [{key: gherkind/scenario, operator: Exists}]}
      """
    And node "worker2" is labelled "gherkind-killed=yes"
    And node "worker2" is tainted "gherkind-killed=yes:PreferNoSchedule"
    And node "worker2" is cordoned
    Then running "sleep 3; echo gherkind-killed" on node "worker2" prints "gherkind-killed" within 15s

  @machines @exclusive @node:worker
  Scenario: gherkind-killed drain
    When node "worker" is drained

  @machines @exclusive @node:worker2
  Scenario: gherkind-killed power
    When node "worker2" is frozen
    And node "worker2" is powered on
    And node "worker2" is powered off
    Then the cluster accepts writes for 2s

  @next
  Scenario: The next run
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "here" exists
`
