"""Do more generated tasks, and verified ones, make a policy that does what it was not trained on?

The number of training episodes is fixed; the number of generated tasks that they come from varies. One policy is
trained for each number and scored by rollouts on

- tasks held out of every training set ("held-out"), and
- scenes that training did not see of the tasks it did see ("unseen"),

once with episodes of verified tasks ("verified"), once with verification off ("unverified"). Off means off: the tasks
are the first drafts of every candidate that the author wrote, whether or not verification later accepted or mended
them, and their rollouts are recorded whether or not they reach the goal. Leaving only the filter of drafts away would
be no honest control, because the recorder's own filter of rollouts is a verification, too. What stays on in both is
what needs no simulator: a draft has to run in the sandbox and to move the arm, or there is nothing to record, and a
near neighbour of a held-out task takes no part.

One order of all candidates serves both arms of a repeat: the unverified arm takes the first k of it, the verified arm
the first k that verification accepted. So the arms differ in what verification changes and in nothing else that is
drawn. Another repeat draws another order and trains with another seed; the held-out tasks stay.

Success on a task that training never saw may be rare, so a measure without a floor stands beside it: how far the
actions that a policy predicts are from those of the held-out tasks' own demonstrations.

Intervals are Wilson's, of rollouts pooled over tasks. They say how sure a rate is for these very tasks: tasks differ
more than scenes of one task, so the rates of each task stand beside them.
"""
