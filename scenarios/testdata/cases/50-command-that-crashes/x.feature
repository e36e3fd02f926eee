Feature: Commands that say nothing of what they should look at

  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: client}
      spec: {containers: [{name: main, image: busybox, command: [sleep, "600"]}]}
      """
    Then pod "client" is ready

  Scenario: It ends by a signal each time
    Then running "kill -SEGV $$" in pod "client" exits with 1

  Scenario: It is not there
    Then running "curl http://web/" in pod "client" exits with 1

  Scenario: What follows hides the crash
    Then running "sh -c 'kill -SEGV $$' || echo blocked" in pod "client" prints "blocked"

  Scenario: What follows hides that it is not there
    Then running "curl http://web/ || echo blocked" in pod "client" prints "blocked"

  Scenario: One is not ten
    Then running "echo 10" in pod "client" prints exactly "1" within 3s

  Scenario: A command with an effect is repeated
    Then running "echo x >> /tmp/f; [ $(wc -l < /tmp/f) -ge 3 ] && echo enough" in pod "client" prints exactly "enough"

  Scenario: A command with an effect is run once
    When "echo x >> /tmp/f; wc -l < /tmp/f" is run in pod "client" and prints exactly "3"

  Scenario: What is right stays right
    When "echo x >> /tmp/f; wc -l < /tmp/f" is run in pod "client" and prints exactly "1"
    And "test -e /tmp/g" is run in pod "client" and exits with 1
    Then running "wget -q -O - http://wbe/ || echo blocked" in pod "client" prints "blocked"
    And running "cat /tmp/f" in pod "client" prints exactly "x"
    And running "true" in pod "client" prints exactly ""
