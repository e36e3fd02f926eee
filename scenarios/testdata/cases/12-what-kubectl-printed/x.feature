Feature: Printed by kubectl get -o yaml, and applied again

  Scenario: A Deployment with all that the server adds
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        annotations:
          deployment.kubernetes.io/revision: "4"
          kubectl.kubernetes.io/last-applied-configuration: |
            {"apiVersion":"apps/v1","kind":"Deployment"}
        creationTimestamp: "2026-02-03T10:20:30Z"
        generation: 4
        managedFields:
          - apiVersion: apps/v1
            fieldsType: FieldsV1
            fieldsV1: {"f:spec": {"f:replicas": {}}}
            manager: kubectl-create
            operation: Update
            time: "2026-02-03T10:20:30Z"
        name: printed
        namespace: office
        resourceVersion: "70812"
        uid: 5b1d0c1e-4c6b-4e0e-8f6e-3f2f7b0a9d11
      spec:
        replicas: 1
        selector: {matchLabels: {app: printed}}
        template:
          metadata:
            creationTimestamp: null
            labels: {app: printed}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: main, image: busybox, command: [sleep, "300"]}]
      status: {availableReplicas: 1, observedGeneration: 4, readyReplicas: 1, replicas: 1, updatedReplicas: 1}
      """
    Then deployment "printed" has 1 ready replica within 60s

  Scenario: A List of a service, a claim's pod and a job
    When this manifest is applied:
      """
      apiVersion: v1
      kind: List
      metadata: {resourceVersion: ""}
      items:
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: kube-root-ca.crt, uid: 5b1d0c1e-4c6b-4e0e-8f6e-3f2f7b0a9d12, resourceVersion: "7"}
          data: {ca.crt: of another cluster}
        - apiVersion: v1
          kind: Service
          metadata: {name: printed, uid: 5b1d0c1e-4c6b-4e0e-8f6e-3f2f7b0a9d13, resourceVersion: "8"}
          spec: {clusterIP: 172.31.7.7, clusterIPs: [172.31.7.7], selector: {app: printed}, ports: [{port: 80}]}
          status: {loadBalancer: {}}
        - apiVersion: batch/v1
          kind: Job
          metadata: {name: printed, uid: 5b1d0c1e-4c6b-4e0e-8f6e-3f2f7b0a9d14, resourceVersion: "9", labels: {job-name: printed}}
          spec:
            selector: {matchLabels: {batch.kubernetes.io/controller-uid: 5b1d0c1e-4c6b-4e0e-8f6e-3f2f7b0a9d14}}
            template:
              metadata: {labels: {app: printed, job-name: printed, batch.kubernetes.io/controller-uid: 5b1d0c1e-4c6b-4e0e-8f6e-3f2f7b0a9d14}}
              spec:
                restartPolicy: Never
                nodeSelector: {kubernetes.io/os: linux}
                containers: [{name: main, image: busybox, command: ["true"]}]
      """
    Then job "printed" has the condition "Complete" within 60s
    And service "printed" exists

  Scenario: A status written by hand
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: by-hand}
      spec: {selector: {app: by-hand}, ports: [{port: 80}]}
      status: {loadBalancer: {ingress: [{ip: 10.1.2.3}]}}
      """
    Then service "by-hand" exists
