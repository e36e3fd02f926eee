Feature: A StatefulSet updates its pods from the last one to the first

  Scenario: A partition holds the first pods back
    Given the manifest "beyond/store.yaml" is applied
    And statefulset "store" is rolled out
    When statefulset "store" is patched with:
      """
      spec:
        updateStrategy: {rollingUpdate: {partition: 2}}
        template: {metadata: {labels: {edition: second}}}
      """
    Then statefulset "store" is rolled out
    And pod "store-2" has "second" at "{.metadata.labels.edition}"
    And pod "store-1" has "first" at "{.metadata.labels.edition}" for 2s
    And pod "store-0" has "first" at "{.metadata.labels.edition}" for 2s
    When statefulset "store" is patched with:
      """
      spec: {updateStrategy: {rollingUpdate: {partition: 0}}}
      """
    Then statefulset "store" is rolled out
    And pod "store-0" has "second" at "{.metadata.labels.edition}"
    And pod "store-1" has "second" at "{.metadata.labels.edition}"
    And pod "store-1" was ready before pod "store-0" was created
