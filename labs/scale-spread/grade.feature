Feature: Scale, spread and protect

  @id:replicas @points:4 @partial
  Scenario: Six pods are ready
    - kubectl scale deployment web --replicas=6
    - A pod that stays Pending says in kubectl describe pod why it has no place.
    Then deployment "web" has 6 ready replicas within 20s

  @id:constraint @points:3
  Scenario: They are spread as a condition, over the nodes that count
    - spec.template.spec.topologySpreadConstraints has maxSkew, topologyKey, whenUnsatisfiable and labelSelector.
    - nodeTaintsPolicy says whether nodes with taints count.
    Then deployment "web" matches: within 5s
      """
      spec:
        template:
          spec:
            topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: kubernetes.io/hostname
                whenUnsatisfiable: DoNotSchedule
                nodeTaintsPolicy: Honor
                labelSelector: {matchLabels: {app: web}}
      """

  @id:protected @points:3
  Scenario: A drain may evict two of them at a time
    - A PodDisruptionBudget has either minAvailable or maxUnavailable, and a selector.
    - kubectl get poddisruptionbudget web shows how many may be evicted now: ALLOWED DISRUPTIONS.
    Then poddisruptionbudget "web" has "2" at "{.status.disruptionsAllowed}" within 20s for 1s
    And poddisruptionbudget "web" has "6" at "{.status.expectedPods}" within 5s
