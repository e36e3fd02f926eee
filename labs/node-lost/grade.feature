Feature: A node loses power

  @id:not-ready @points:4
  Scenario: The pod tolerates a node that is not ready for at most ten seconds
    - Kubernetes gives every pod tolerations of 300 seconds: kubectl get pod -o jsonpath='{.items[*].spec.tolerations}'
    - A toleration of your own with the same key and effect takes the place of that; it has a field tolerationSeconds.
    Then deployment "web" has at most 10 at "{.spec.template.spec.tolerations[?(@.key=='node.kubernetes.io/not-ready')].tolerationSeconds}" within 5s

  @id:moves @points:6 @exclusive @node:worker3
  Scenario: When its node loses power, another pod takes its place
    - A node without power is unreachable, and not only not ready.
    - tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 5}]
    Given node "worker3" is labelled "course-first=yes"
    When deployment "web" is patched with:
      """
      spec:
        template:
          spec:
            affinity:
              nodeAffinity:
                preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 100
                    preference:
                      matchExpressions: [{key: course-first, operator: In, values: ["yes"]}]
      """
    Then deployment "web" is rolled out within 40s
    And every pod of deployment "web" is on node "worker3" within 5s
    When node "worker3" is powered off
    Then node "worker3" is not ready within 60s
    And no pod of deployment "web" is on node "worker3" within 30s
    And service "web" has 1 ready endpoint within 40s
