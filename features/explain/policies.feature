@explain
Feature: Why the API server refuses

  Scenario: The quota is used up
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: none}
      spec: {hard: {pods: "0"}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: busybox}]}
      """
    Then the reason of deployment "web" is QUOTA_EXCEEDED saying "exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0"

  Scenario: Pod security forbids it
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: strict, labels: {pod-security.kubernetes.io/enforce: baseline}}
      """
    And this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: strict}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {hostNetwork: true, containers: [{name: web, image: busybox}]}
      """
    Then the reason of deployment "strict/web" is ADMISSION_DENIED saying "violates PodSecurity \"baseline:latest\": host namespaces"

  Scenario: The service account does not exist
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {serviceAccountName: nobody, containers: [{name: web, image: busybox}]}
      """
    Then the reason of deployment "web" is ADMISSION_DENIED saying "serviceaccount \"nobody\" not found"

  Scenario: The program may not do what it asks the API server for
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: names}
      data:
        Corefile: |
          .:1053 {
            errors
            ready
            kubernetes cluster.local
          }
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: names}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: names
            image: coredns
            args: [-conf, /etc/names/Corefile]
            readinessProbe: {httpGet: {path: /ready, port: 8181}, periodSeconds: 1}
            volumeMounts: [{name: conf, mountPath: /etc/names}]
        volumes: [{name: conf, configMap: {name: names}}]
      """
    Then the reason of pod "names" is RBAC_DENIED saying "service account \"default\" of namespace"
    And the reason of pod "names" is RBAC_DENIED saying "may not list"
