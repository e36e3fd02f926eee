Feature: Slips in the names of columns

  Scenario Outline: In a doc string, <town>
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: office}
      data: {where: "<twon>"}
      """
    Then configmap "office" never changed its "data.where"

    Examples:
      | town |
      | lyon |
      | graz |

  Scenario Outline: In a step
    Then configmap "<nmae>" does not exist

    Examples:
      | name |
      | shop |
