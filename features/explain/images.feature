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
