"""What is checked beside the results of a call: a file for each kind of check, named as exercises name it.

To add one, name it in `model.question.CheckName`, write the file with its `CHECK`, and give it a word in
`wording.names` if its own name does not read well.
"""
