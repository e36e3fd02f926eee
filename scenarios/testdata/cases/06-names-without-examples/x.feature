Feature: Angle brackets

  Scenario: Meant as it is
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: usage}
      data:
        text: "usage: tool <url> [<file>]"
      """
    Then configmap "usage" has "usage: tool <url> [<file>]" at "{.data.text}"

  Scenario: Forgotten Examples
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: office}
      data: {where: "<region>"}
      """
    Then configmap "office" has "<region>" at "{.data.where}"

  Scenario Outline: With rows, and a text as it is, <town>
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: office}
      data: {where: "<town>", usage: "tool <url>"}
      """
    Then configmap "office" has "tool <url>" at "{.data.usage}"
    And configmap "office" has "<town>" at "{.data.where}"

    Examples:
      | town | url   |
      | lyon | <url> |
