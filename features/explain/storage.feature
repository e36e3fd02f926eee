@explain
Feature: Why a volume is not there

  Scenario: The storage class does not exist
    When this manifest is applied:
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data}
      spec:
        storageClassName: marble
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Mi}}
      """
    Then the reason of pvc "data" is CLAIM_PENDING saying "\"marble\" not found"

  Scenario: The claim does not exist
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: needs-data}
      spec:
        containers: [{name: web, image: busybox}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """
    Then the reason is POD_VOLUME_PENDING saying "PersistentVolumeClaim \"data\", which does not exist"

  Scenario: The ConfigMap to mount does not exist
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: needs-settings}
      spec:
        containers: [{name: web, image: busybox, volumeMounts: [{name: config, mountPath: /etc/settings}]}]
        volumes: [{name: config, configMap: {name: settings}}]
      """
    Then the reason is POD_VOLUME_PENDING saying "volume \"config\" needs ConfigMap \"settings\", which does not exist"
