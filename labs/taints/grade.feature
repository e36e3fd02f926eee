Feature: A node for the database

  @id:lands @points:6 @node:worker3
  Scenario: All pods of the database run on its node
    - A taint keeps pods off. A toleration with the same key, value and effect lifts that: spec.tolerations.
    - A toleration attracts no pod. The label of the node does: spec.nodeSelector.
    - tolerations: [{key: course-dedicated, operator: Equal, value: db, effect: NoSchedule}] and nodeSelector: {course-disk: ssd}
    Given node "worker3" is tainted "course-dedicated=db:NoSchedule"
    And node "worker3" is labelled "course-disk=ssd"
    Then every pod of deployment "db" is on node "worker3" within 15s
    And deployment "db" has 3 ready replicas within 15s

  @id:stays-away @points:4 @needs:lands @node:worker3
  Scenario: The web servers stay away from it
    - Only the database may tolerate the taint.
    Given node "worker3" is tainted "course-dedicated=db:NoSchedule"
    And node "worker3" is labelled "course-disk=ssd"
    When the pods of deployment "web" are replaced
    Then deployment "web" is rolled out within 15s
    And no pod of deployment "web" is on node "worker3" within 3s for 2s
