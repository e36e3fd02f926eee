Feature: A policy that nobody enforces

  Scenario: The door is to be shut
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: shop, labels: {app: shop}}
      spec: {terminationGracePeriodSeconds: 1, containers: [{name: web, image: nginx}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: guest}
      spec: {terminationGracePeriodSeconds: 1, containers: [{name: sh, image: busybox, command: [sleep, "300"]}]}
      """
    Then pod "shop" accepts TCP connections on port 80 from pod "guest"
    When this manifest is applied:
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: closed}
      spec: {podSelector: {matchLabels: {app: shop}}, policyTypes: [Ingress]}
      """
    Then pod "shop" refuses TCP connections on port 80 from pod "guest" within 4s

  Scenario: Another door stays open
    Given this manifest is applied:
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: open}
      spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: shop}
      spec: {terminationGracePeriodSeconds: 1, containers: [{name: web, image: nginx}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: guest}
      spec: {terminationGracePeriodSeconds: 1, containers: [{name: sh, image: busybox, command: [sleep, "300"]}]}
      """
    Then pod "shop" accepts TCP connections on port 80 from pod "guest"
