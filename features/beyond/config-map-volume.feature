Feature: A changed ConfigMap reaches the files of a running pod
  The kubelet brings a mounted ConfigMap up to date when it synchronizes the pod: every minute or so, and at once when an annotation
  of the pod changes. Environment variables, and files that are mounted by subPath, stay as they were when the container started.

  Scenario: The file changes, the variable and the file by subPath do not
    Given the manifest "beyond/greeting.yaml" is applied
    And running "cat /etc/greeting/text" in pod "reader" prints exactly "good morning"
    When configmap "greeting" is patched with:
      """
      data: {text: good evening}
      """
    And pod "reader" is patched with:
      """
      metadata: {annotations: {example.com/read-again: "yes"}}
      """
    Then running "cat /etc/greeting/text" in pod "reader" prints exactly "good evening" within 120s
    And running "cat /etc/fixed" in pod "reader" prints exactly "good morning"
    And running "echo $TEXT" in pod "reader" prints exactly "good morning"
    And container "reader" of pod "reader" has restarted 0 times
