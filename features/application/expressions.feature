Feature: Conditions in CEL
  What is said of several fields, or of several objects, at once.

  Scenario: All replicas of a Deployment are ready, each with an address of its own
    Given the manifest "application/shop.yaml" is applied
    When deployment "shop" is scaled to 3 replicas
    Then deployment "shop" satisfies "object.status.readyReplicas == object.spec.replicas" within 30s
    And every pod labelled "app=shop" satisfies "has(object.spec.nodeName) && object.spec.containers.all(c, c.name == 'shop')"
    And the pods labelled "app=shop" satisfy "objects.map(o, o.status.podIP).distinct().size() == 3" within 10s
