@explain
Feature: Why an image cannot be had
  The reason names the image, the container and what is wrong with the name,
  the host or the registry.

  Scenario: The name is no image name
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: shouting}
      spec:
        containers: [{name: web, image: Shop/WEB}]
      """
    Then the reason of pod "shouting" is POD_IMAGE_PULL saying "\"Shop/WEB\""

  Scenario: Nobody knows the registry's host
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: nowhere}
      spec:
        containers: [{name: web, image: "registry.invalid/web:1"}]
      """
    Then the reason of pod "nowhere" is POD_IMAGE_PULL saying "registry.invalid"

  Scenario: The image is not on the node and must not be pulled
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: absent}
      spec:
        containers: [{name: web, image: "registry.invalid/web:1", imagePullPolicy: Never}]
      """
    Then the reason is POD_IMAGE_PULL saying "imagePullPolicy"

  Scenario: The registry does not answer
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: silence}
      spec:
        containers: [{name: web, image: "127.0.0.1:1/web:1"}]
      """
    Then the reason is POD_IMAGE_PULL saying "cannot be pulled: the registry 127.0.0.1:1 does not answer"

  @node:worker3
  Scenario: A registry refuses, each time for another reason
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: registry}
      data:
        default.conf: |
          server {
            listen 127.0.0.1:5005;
            default_type application/vnd.oci.image.index.v1+json;
            location / { return 404; }
            location /v2/private/ { return 403; }
            location /v2/busy/ { return 429; }
            location /v2/mainframe/ {
              return 200 '{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "size": 2, "platform": {"os": "linux", "architecture": "s390x"}}]}';
            }
          }
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: registry}
      spec:
        nodeName: worker3
        hostNetwork: true
        terminationGracePeriodSeconds: 1
        containers: [{name: registry, image: nginx, volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]}]
        volumes: [{name: conf, configMap: {name: registry}}]
      """
    And pod "registry" is ready
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: absent}
      spec: {nodeName: worker3, containers: [{name: web, image: "127.0.0.1:5005/absent:1"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: private}
      spec: {nodeName: worker3, containers: [{name: web, image: "127.0.0.1:5005/private:1"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: busy}
      spec: {nodeName: worker3, containers: [{name: web, image: "127.0.0.1:5005/busy:1"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: mainframe}
      spec: {nodeName: worker3, containers: [{name: web, image: "127.0.0.1:5005/mainframe:1"}]}
      """
    Then the reason of pod "absent" is POD_IMAGE_PULL saying "does not exist in the registry"
    And the reason of pod "private" is POD_IMAGE_PULL saying "gives no access to it, or has no such repository"
    And the reason of pod "busy" is POD_IMAGE_PULL saying "refuses further pulls for now (rate limit)"
    And the reason of pod "mainframe" is POD_IMAGE_PULL saying "exists, but not for the node's platform"
