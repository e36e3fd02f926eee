Feature: The namespaces of a scenario

  Scenario: Fields and texts that name them
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: near-shop, namespace: store}
      spec:
        replicas: 0
        selector: {matchLabels: {app: near}}
        template:
          metadata: {labels: {app: near}}
          spec:
            affinity:
              podAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  - topologyKey: kubernetes.io/hostname
                    labelSelector: {matchLabels: {app: shop}}
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}
            containers: [{name: main, image: busybox}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: readers, namespace: store}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
      subjects:
        - {kind: ServiceAccount, name: default, namespace: shop}
        - {kind: ServiceAccount, name: default, namespace: kube-system}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: address, namespace: shop}
      data: {url: "http://db.$(namespace:store).svc", plain: shop}
      """
    Then configmap "address" has "http://db.$(namespace:store).svc" at "{.data.url}"
    And configmap "address" has "shop" at "{.data.plain}"
    And rolebinding "readers" has "$(namespace:shop) kube-system" at "{.subjects[*].namespace}"
    And deployment "near-shop" matches:
      """
      spec:
        template:
          spec:
            affinity:
              podAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $(namespace:shop)}}
      """
